"""Our own annotated sentences: records, notation, checks. The data are the JSON Lines files beside this one."""
