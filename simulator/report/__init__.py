"""What people and machines get to see of results; reads traces and results and changes nothing."""
