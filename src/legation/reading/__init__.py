"""From an article to the sentences worth coding, with their times and places."""
