"""From the ledger to figures."""
