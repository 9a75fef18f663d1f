"""WHEN: for each noun one table, action -> (from which states, to which state). Pure; who is the policy's affair."""
