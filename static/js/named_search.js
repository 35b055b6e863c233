// The search field that Django's own script puts into a list to choose from has no name: it takes the one of its label.
// Asked for behind that script, jQuery calls it after it.
django.jQuery(() => {
  "use strict";
  document.querySelectorAll("select.admin-autocomplete").forEach((list) => {
    const search = list.parentElement.querySelector(".select2-search__field");
    if (search && list.labels.length) search.setAttribute("aria-label", "Search: " + list.labels[0].textContent.replace(/:\s*$/, "").trim());
  });
});
