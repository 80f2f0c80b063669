// The few things a page on the server cannot do: remember the theme on this machine, and copy text.
window.nights = {
  dark: () => (localStorage.getItem("nights-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark",
  setDark: (dark) => localStorage.setItem("nights-theme", dark ? "dark" : "light"),
  copy: async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  },
};
