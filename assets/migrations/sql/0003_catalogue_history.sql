SELECT history_track('assets_colourscheme');
SELECT history_track('assets_colourstep');
SELECT history_track('assets_frequencyplan');
SELECT history_track('assets_channel');
SELECT history_track('assets_dutyband');
