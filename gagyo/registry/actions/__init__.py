"""Writes of the registry."""

from gagyo.registry.actions.bodies import (
    UnableToRenameBody,
    add_body,
    add_succession,
    archive_body,
    edit_body,
    rename_body,
    restore_body,
)
from gagyo.registry.actions.merges import UnableToMerge, merge_rows, say_not_duplicate, undo_merge
from gagyo.registry.actions.people import (
    UnableToLeavePost,
    UnableToPublishPerson,
    add_person,
    add_post,
    archive_person,
    default_retention,
    edit_person,
    leave_post,
    restore_person,
)
from gagyo.registry.actions.places import (
    add_place,
    add_place_name,
    archive_place,
    decide_place_name,
    edit_place,
    restore_place,
)
from gagyo.registry.actions.reference import ReferenceCounts, load_reference
from gagyo.registry.actions.retention import destroy_expired

__all__ = [
    "ReferenceCounts",
    "UnableToLeavePost",
    "UnableToMerge",
    "UnableToPublishPerson",
    "UnableToRenameBody",
    "add_body",
    "add_person",
    "add_place",
    "add_place_name",
    "add_post",
    "add_succession",
    "archive_body",
    "archive_person",
    "archive_place",
    "decide_place_name",
    "default_retention",
    "destroy_expired",
    "edit_body",
    "edit_person",
    "edit_place",
    "leave_post",
    "load_reference",
    "merge_rows",
    "rename_body",
    "restore_body",
    "restore_person",
    "restore_place",
    "say_not_duplicate",
    "undo_merge",
]
