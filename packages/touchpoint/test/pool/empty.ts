// A module that answers nobody, and ends.
export {}
