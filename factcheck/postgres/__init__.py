"""Django's PostgreSQL backend with two things made cheap that every request pays for."""
