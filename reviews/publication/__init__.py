"""What the world sees of a fact-check: values read once, shown as a page and as markup."""
