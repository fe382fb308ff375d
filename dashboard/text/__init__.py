"""What pages say, in plain words."""
