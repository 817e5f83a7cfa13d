// Runs before the first paint so that the chosen theme never flashes.
const chosen = localStorage.getItem("tema");
if (chosen) document.documentElement.dataset.theme = chosen;
