"""The viewer: one document as a page that a person reads, with the cited span highlighted."""

from briefqa_api.viewer.render import content_security_policy, render_document

__all__ = ["content_security_policy", "render_document"]
