"""Views: what each page shows, prepared for its template."""
