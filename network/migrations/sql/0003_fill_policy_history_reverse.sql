SELECT history_untrack('network_fillpolicy');
