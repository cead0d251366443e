"""Views: the data that each template shows. Views never write."""
