"""Deals in text: purchases, partnerships, joint production, contract awards, aid, memberships, licences."""

from briefqa.facts.deals.linking import link_deals

__all__ = ["link_deals"]
