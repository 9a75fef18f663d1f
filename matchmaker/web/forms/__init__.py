"""Forms: from what was typed to a draft, or back to the page with a sentence beside each answer."""
