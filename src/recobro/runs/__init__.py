"""What runs by itself: the day, the outbox, the demo. The only room that catches everything."""
