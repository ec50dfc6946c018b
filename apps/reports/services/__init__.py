"""Reports over a period: what they say (content), the officer's words, drafting and freezing (issue)."""
