"""What we know: the files under rules/, loaded and checked."""
