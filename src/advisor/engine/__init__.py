"""How conditions are evaluated and conclusions drawn."""
