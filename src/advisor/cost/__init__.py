"""What it costs: prices, formulas, line items and the points where one option becomes cheaper than another."""
