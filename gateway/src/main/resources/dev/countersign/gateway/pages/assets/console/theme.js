// Runs before anything is painted: dark or light as was chosen here, or else as the system has it.
document.documentElement.dataset.theme = "system";
try {
  document.documentElement.dataset.theme = localStorage.getItem("countersign-theme") ?? "system";
} catch {
  // This browser keeps nothing.
}
