"""JSON Schemas of the files that authors write, so that editors complete the names of facts, options and limits."""
