"""Forms that two people may have open at once: each saves what they changed, and nothing else."""

from django import forms
from django.utils.text import normalize_newlines

CHANGED_MEANWHILE = (
    "Somebody else changed this to {now} while you had this page open. Save again to put yours in "
    "its place, or write what is right."
)


class MeanwhileForm(forms.ModelForm):
    """Of something that is there already. The page brings along what stood in each box at first.

    A box that was left as it was takes what a colleague saved since; where both changed the same,
    nothing is saved before it was seen. So it is with boxes that are `one_piece`, like words and
    who checked them: a change of one is made with all of them before one's eyes.
    """

    one_piece: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.watched = [name for name in self.fields if self.instance.pk and self._can_watch(name)]
        for name in self.watched:
            self.fields[name].show_hidden_initial = True

    def _can_watch(self, name: str) -> bool:
        """Not a hash of a password, which nobody can change here and no page should hold, and not
        what stands in two boxes."""
        field = self.fields[name]
        return not field.disabled and not isinstance(field, forms.MultiValueField)

    def clean(self) -> dict:
        data = super().clean()
        if any(self[name].html_initial_name in self.data for name in self.watched):
            changed = set(self.changed_data)
            if changed.intersection(self.one_piece):
                changed.update(self.one_piece)
            for name in filter(self._moved, self.watched):
                if name not in changed:
                    self.cleaned_data[name] = self._now(name)
                elif name in self.cleaned_data and self._differs(name, self[name].data):
                    self._ask(name)
        return data

    def _moved(self, name: str) -> bool:
        """Whether somebody saved another value since the page was opened."""
        return self._differs(name, self._hidden(name))

    def _hidden(self, name: str):
        field = self.fields[name]
        return self._widget_data_value(field.hidden_widget(), self[name].html_initial_name)

    def _differs(self, name: str, raw) -> bool:
        now = self.initial.get(name)
        if isinstance(now, str) and isinstance(raw, str):
            return normalize_newlines(now).strip() != normalize_newlines(raw).strip()
        return self.fields[name].has_changed(now, raw)

    def _now(self, name: str):
        field = self.fields[name]
        return field.to_python(field.prepare_value(self.initial.get(name)))

    def _ask(self, name: str) -> None:
        self.add_error(name, CHANGED_MEANWHILE.format(now=said(self._now(name))))
        # It has been seen now, so the next press goes over it.
        self.data, box = self.data.copy(), self[name]
        now = self.fields[name].prepare_value(self.initial.get(name))
        now = now if isinstance(now, list) else ["" if now is None else now]
        self.data.setlist(box.html_initial_name, [str(value) for value in now])


def said(value) -> str:
    """In the words of whoever looks at the form."""
    if isinstance(value, bool):
        return "“ticked”" if value else "“not ticked”"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "nothing" if value in (None, "") else f"“{value}”"
