"""How fast the product is, each work against its floor in the same run: ``make bench`` prints a table."""
