// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Panels of a dashboard in rows, each with its number and its place on Grafana's grid of 24 columns. */
final class Layout {
    static final int COLUMNS = 24;

    private final ArrayNode panels = JsonNodeFactory.instance.arrayNode();
    private int y;
    private int lastId;

    /**
     * A panel and its width.
     *
     * @param width columns
     */
    record Cell(ObjectNode panel, int width) {}

    /**
     * Panels side by side.
     *
     * @param height of each, in units of the grid
     * @param cells at most {@link #COLUMNS} wide
     */
    record Line(int height, List<Cell> cells) {
        /** Panels of the same width, as wide as the grid allows up to a bound. */
        static Line even(int height, int widest, List<ObjectNode> panels) {
            int width = Math.min(widest, COLUMNS / panels.size());
            return new Line(
                    height, panels.stream().map(panel -> new Cell(panel, width)).toList());
        }
    }

    /** A row that is open. */
    void open(String title, List<Line> lines) {
        row(title, false);
        place(lines, panels);
    }

    /** A row that asks Prometheus nothing until somebody opens it. */
    void collapsed(String title, List<Line> lines) {
        int top = y + 1;
        place(lines, row(title, true));
        y = top;
    }

    private ArrayNode row(String title, boolean collapsed) {
        ObjectNode row = panels.addObject();
        row.put("type", "row");
        row.put("title", title);
        row.put("collapsed", collapsed);
        put(row, 0, COLUMNS, 1);
        y++;
        return row.putArray("panels");
    }

    private void place(List<Line> lines, ArrayNode into) {
        for (Line line : lines) {
            int x = 0;
            for (Cell cell : line.cells()) {
                put(cell.panel(), x, cell.width(), line.height());
                into.add(cell.panel());
                x += cell.width();
            }
            y += line.height();
        }
    }

    private void put(ObjectNode panel, int x, int width, int height) {
        panel.put("id", ++lastId);
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    }

    ArrayNode panels() {
        return panels;
    }
}
