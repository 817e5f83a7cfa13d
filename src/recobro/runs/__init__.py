"""What runs without anybody watching: the day, the outbox, the office mails, the jobs."""
