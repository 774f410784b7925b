"""What is done with devices: let in, listed, asked, told, shut out; and how their signatures are checked."""
