"""What people are shown: words, tables and one page, the same in every place.

This room knows neither the terminal nor the browser app. It turns an organisation and a
plan into names, dates as people write them and tables that are ready to be drawn, and it
draws the page that needs nothing but a browser.
"""
