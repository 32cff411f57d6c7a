DROP TRIGGER project_version ON assets_project;
DROP TRIGGER address_version ON assets_address;
DROP TRIGGER ducttype_version ON assets_ducttype;
DROP TRIGGER cabletype_version ON assets_cabletype;
DROP TRIGGER colourscheme_version ON assets_colourscheme;
DROP TRIGGER frequencyplan_version ON assets_frequencyplan;
DROP FUNCTION assets_count_version();
