/* The launcher, the panel, and what stands in it besides answers. */

/** The parts by name; `act` holds what they do. */
function buildFrame(words, title, language, act) {
	const ui = {};
	ui.launcher = make("button.launcher", { "aria-haspopup": "dialog", click: act.open }, icon("chat"), make("span", title));
	ui.welcome = make("div.welcome");
	ui.log = make("div.log", { role: "log", "aria-label": words.log, "aria-relevant": "additions", keydown: (event) => walk(ui.log, event) });
	ui.state = make("div.state", { role: "status" });
	ui.scroll = make("div.scroll", ui.welcome, ui.log, ui.state);
	ui.input = make("textarea.input", { rows: "1", maxlength: "2000", "aria-label": words.question, placeholder: words.placeholder,
		dir: "auto", autocomplete: "off", keydown: act.typed });
	ui.send = make("button.send");
	ui.panel = make("dialog.panel", { "aria-labelledby": "title",
		cancel: (event) => { event.preventDefault(); act.close(); },
		keydown: (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); act.close(); } } },
		make("div.head", make("h2", { id: "title" }, foreign(title)),
			iconButton("clear", words.clear, act.clear),
			iconButton("close", words.close, act.close, { part: "icon close" })),
		ui.scroll,
		make("form.ask", { submit: act.submit }, make("div.field", ui.input, ui.send)));
	// the top layer keeps launcher and panel clear of transforms, clipping and stacking of the host page
	ui.layer = make("div.layer", { popover: "manual", title: "", lang: language }, ui.panel, ui.launcher);
	return ui;
}

/** Arrow keys, Home and End go from message to message. */
function walk(log, event) {
	const messages = [...log.children];
	const focused = log.getRootNode().activeElement;
	const here = messages.indexOf(focused);
	if (here < 0 && focused !== log) return;
	const last = messages.length - 1;
	const next = { ArrowDown: Math.min(here + 1, last), ArrowUp: here < 0 ? last : Math.max(here - 1, 0), Home: 0, End: last }[event.key];
	if (next === undefined || last < 0) return;
	event.preventDefault();
	messages[next].focus();
}

function buildExamples(words, questions, ask) {
	return make("div", make("p.label", words.examples), make("ul.examples", questions.map((question) => make("li",
		make("button", { dir: "auto", click: () => ask(question) }, question)))));
}

/** What stands where an answer would be; a limit is counted down before `again` can be asked for. */
function buildFailure(words, { kind, detail, wait }, again) {
	const retry = make("button.plain", { disabled: kind === "limited", click: again }, words.retry);
	const count = () => {
		retry.disabled = wait > 0;
		retry.textContent = words.retry + (wait > 0 ? ` (${wait})` : "");
		if (wait-- <= 0) clearInterval(timer);
	};
	const timer = kind === "limited" && setInterval(count, 1000);
	return { parts: [make("p", detail ?? words[kind]), retry], stop: () => clearInterval(timer) };
}
