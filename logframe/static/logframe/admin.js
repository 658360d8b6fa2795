// Names the search boxes of the admin for screen readers: the package that draws them does not.
function nameSearchBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) continue;
    const name = label.textContent.replace(":", "").trim();
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  }
}

// jQuery calls back in order, so that the boxes are drawn by then.
window.addEventListener("load", () => window.django?.jQuery?.(nameSearchBoxes));
