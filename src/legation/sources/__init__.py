"""Where articles come from: files, pages, feeds, archives."""
