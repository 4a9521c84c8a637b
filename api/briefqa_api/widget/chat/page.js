/* What the module does to the page that loads it. */

if (!customElements.get("briefqa-chat")) customElements.define("briefqa-chat", BriefqaChat);

// <script type="module" src=".../widget.js" data-title="..."> makes its own element; its data attributes become attributes
for (const script of document.querySelectorAll("script[type=module][src]")) {
	if (script.src !== import.meta.url || !Object.keys(script.dataset).length) continue;
	const chat = make("briefqa-chat");
	for (const { name, value } of script.attributes) if (name.startsWith("data-")) chat.setAttribute(name.slice(5), value);
	(document.body ?? document.documentElement).append(chat);
}
