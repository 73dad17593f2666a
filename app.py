"""The doorway of the app: `streamlit run app.py [-- ORG [PLAN]]` opens it in a browser."""

from planner.ui.home import main

main()
