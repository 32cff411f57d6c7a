SELECT history_track('network_fillpolicy');
