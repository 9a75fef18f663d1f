"""The form under a thread: what to say, and in which language."""

from werkzeug.datastructures import MultiDict

from matchmaker.services.drafts import MessageDraft
from matchmaker.web.forms.filled import Filled, read


def read_message(form: MultiDict[str, str]) -> tuple[MessageDraft | None, Filled]:
    answers = {"language": form.get("language", ""), "text": form.get("text", "")}
    return read(MessageDraft, answers, answers, whole="text")
