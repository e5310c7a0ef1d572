"""Sources: where articles come from (files, folders, pages, feeds, archives)."""
