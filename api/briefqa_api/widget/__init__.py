"""The chat widget and the demo page: static files, and how they are served."""

from briefqa_api.widget.assets import WIDGET_PATH, Asset, read_assets, versioned_path

__all__ = ["WIDGET_PATH", "Asset", "read_assets", "versioned_path"]
