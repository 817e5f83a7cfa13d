// Draws each chart from the table beside it: the table is the chart without script, on paper and for a screen reader.
// Colours live in the style sheet, where light and dark are told apart: a probe element says what they are now.
const resolve = (name) => {
  const probe = document.createElement("span");
  probe.className = name;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};
const money = new Intl.NumberFormat("de-DE", { maximumFractionDigits: 0 }); // 1.284, as the offices write it
const drawn = [];

function steps(box, table) {
  const rows = [...table.rows].map((row) => ({
    label: row.cells[0].textContent.trim(),
    text: row.cells[1].textContent.trim(),
    cents: Number(row.cells[1].dataset.cents),
    total: row.cells[1].dataset.total === "si",
  }));
  let sum = 0;
  for (const row of rows) {
    row.from = row.total ? 0 : sum;
    sum = row.total ? row.cents : sum + row.cents;
    row.to = sum;
  }
  const ends = rows.flatMap((row) => (row.total ? [row.to] : [row.from, row.to]));
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const base = floor(low, high);
  box.querySelector("[data-axis]").textContent = base > 0 ? `El eje empieza en ${money.format(base / 100)} para que se vean los cambios.` : "";
  const colour = (row, i) =>
    row.total ? resolve(i ? "c-now" : "c-before") : resolve(row.cents > 0 ? "c-up" : "c-down");
  return new Chart(box.querySelector("canvas"), {
    type: "bar",
    data: {
      labels: rows.map((row) => wrap(row.label)),
      datasets: [
        {
          data: rows.map((row) => [row.total ? base : row.from, row.to]),
          backgroundColor: rows.map(colour),
          borderRadius: 3,
          borderSkipped: false,
          barPercentage: 0.9,
          categoryPercentage: 0.8,
          minBarLength: 2,
        },
      ],
    },
    options: options({
      scales: {
        x: { grid: { display: false }, border: { color: resolve("c-line2") }, ticks: { color: resolve("c-fg2"), autoSkip: false, maxRotation: 0, font: { size: 12.5 } } },
        y: { display: false, min: base, max: high + (high - base) * 0.12 },
      },
      tooltip: (item) => `${rows[item.dataIndex].label}: ${rows[item.dataIndex].text}`,
    }),
    plugins: [labels(rows), ...(base > 0 ? [broken(rows)] : [])],
  });
}

// Where the axis does not begin at zero, the bars of a total are drawn broken.
const broken = (rows) => ({
  id: "broken",
  afterDatasetsDraw(chart) {
    const pen = chart.ctx;
    pen.save();
    pen.strokeStyle = resolve("c-card");
    pen.lineWidth = 5;
    chart.getDatasetMeta(0).data.forEach((bar, i) => {
      if (!rows[i].total) return;
      const half = bar.width / 2 + 3;
      const at = Math.max(bar.y, bar.base) - 18;
      pen.beginPath();
      pen.moveTo(bar.x - half, at + 5);
      pen.lineTo(bar.x + half, at - 5);
      pen.stroke();
    });
    pen.restore();
  },
});

// A cut axis only where everything happens far above zero.
function floor(low, high) {
  if (low <= 0 || high - low > high * 0.4) return Math.min(0, low);
  const step = 10 ** Math.floor(Math.log10(high - low || high));
  return Math.max(0, Math.floor((low - (high - low) * 1.2) / step) * step);
}

// A long name goes over at most three lines.
function wrap(text) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1) && (lines.at(-1) + " " + word).length > 15) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
  }
  return lines.length > 3 ? [...lines.slice(0, 2), lines[2] + "…"] : lines;
}

// The amount above each bar, as the table says it.
const labels = (rows) => ({
  id: "amounts",
  afterDatasetsDraw(chart) {
    const pen = chart.ctx;
    pen.save();
    pen.font = "600 12px Inter, sans-serif";
    pen.textAlign = "center";
    pen.fillStyle = resolve("c-fg");
    chart.getDatasetMeta(0).data.forEach((bar, i) => {
      const top = Math.min(bar.y, bar.base);
      const text = chart.width < 560 ? rows[i].text.replace(/,\d\d/, "") : rows[i].text;
      pen.fillText(text, bar.x, top - 7);
    });
    pen.restore();
  },
});

function curves(box, table) {
  const head = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const months = [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent.trim(),
    points: [...row.cells].slice(1).map((cell) => (cell.textContent.trim() ? parseInt(cell.textContent, 10) : null)),
  }));
  const shades = ["c-s1", "c-s2", "c-s3", "c-s4"].slice(-Math.min(4, months.length));
  const shade = (i) => resolve(shades[Math.max(0, shades.length - months.length + i)]);
  return new Chart(box.querySelector("canvas"), {
    type: "line",
    data: {
      labels: head,
      datasets: months.map((month, i) => ({
        label: month.name,
        data: month.points,
        borderColor: shade(i),
        backgroundColor: resolve("c-card"),
        pointBorderColor: shade(i),
        pointRadius: month.points.map((p, at) => (p !== null && (month.points[at + 1] ?? null) === null ? 3.5 : 0)),
        pointHitRadius: 12,
        borderWidth: i === months.length - 1 ? 3 : 2,
        tension: 0.15,
      })),
    },
    options: options({
      scales: {
        x: { grid: { display: false }, ticks: { color: resolve("c-fg2") }, border: { color: resolve("c-line2") } },
        y: { min: 0, max: 100, grid: { color: resolve("c-line") }, border: { display: false }, ticks: { color: resolve("c-fg2"), stepSize: 25, callback: (v) => `${v} %` } },
      },
      tooltip: (item) => `${item.dataset.label}: ${item.parsed.y} % a las ${item.label} semanas`,
    }),
    plugins: [names(months)],
  });
}

// Each line is named at its end instead of in a legend.
const names = (months) => ({
  id: "names",
  afterDatasetsDraw(chart) {
    const pen = chart.ctx;
    pen.save();
    pen.font = "600 11px Inter, sans-serif";
    pen.lineWidth = 4;
    pen.strokeStyle = resolve("c-card");
    const taken = [];
    months.forEach((month, i) => {
      const last = month.points.reduce((found, p, at) => (p === null ? found : at), -1);
      if (last < 0) return;
      const point = chart.getDatasetMeta(i).data[last];
      const text = `${month.name.slice(0, 3)} ${month.points[last]} %`;
      pen.textAlign = last > 1 ? "right" : "left";
      let y = point.y - 9;
      while (taken.some((other) => Math.abs(other.y - y) < 13 && Math.abs(other.x - point.x) < 70)) y -= 13;
      taken.push({ x: point.x, y });
      pen.fillStyle = chart.data.datasets[i].borderColor;
      pen.strokeText(text, point.x + (last > 1 ? 6 : -4), y);
      pen.fillText(text, point.x + (last > 1 ? 6 : -4), y);
    });
    pen.restore();
  },
});

const options = ({ scales, tooltip }) => ({
  maintainAspectRatio: false,
  animation: false,
  layout: { padding: { top: 20, right: 10 } },
  scales,
  plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { title: () => "", label: tooltip } } },
});

const KINDS = { steps, curves };

function draw() {
  if (window.Chart) Chart.defaults.font.family = "Inter, sans-serif";
  drawn.splice(0).forEach((chart) => chart.destroy());
  for (const box of document.querySelectorAll("[data-chart]")) {
    const table = document.querySelector(`[data-table="${box.dataset.chart}"]`);
    if (!table || !window.Chart) continue;
    box.hidden = false;
    table.closest(".card").classList.add("has-chart");
    drawn.push(KINDS[box.dataset.chart](box, table));
  }
}

// Figures on a canvas are drawn once: the face must be there first.
Promise.all(["600 12px Inter", "12px Inter"].map((face) => document.fonts.load(face))).then(draw);
document.addEventListener("tema", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
