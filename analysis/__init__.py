"""First floor: frames and numbers in, frozen results and frames out. No I/O, no clock, no plots."""
