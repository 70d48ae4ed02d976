"""What someone told the advisor."""
