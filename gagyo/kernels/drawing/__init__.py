"""Maps and charts drawn on the server as SVG: no script, no outside host, crisp on paper."""
