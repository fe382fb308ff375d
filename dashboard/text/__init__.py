"""What pages say: the sentences and the words in pictures."""
