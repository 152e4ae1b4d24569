// The screens: filled in by the next commits.
