package dev.countersign.forms;

/// An activity of a class of OCSF.
///
/// @param id in its class
record OcsfActivity(OcsfClass of, int id, String caption) {
    private static final int OTHER = 99;

    static final OcsfActivity ACCOUNT_CREATE = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 1, "Create");
    static final OcsfActivity ACCOUNT_ENABLE = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 2, "Enable");
    static final OcsfActivity ACCOUNT_DELETE = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 6, "Delete");
    static final OcsfActivity ACCOUNT_LOCK = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 9, "Lock");
    static final OcsfActivity FACTOR_ENABLE = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 10, "MFA Factor Enable");
    static final OcsfActivity FACTOR_DISABLE = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 11, "MFA Factor Disable");
    static final OcsfActivity ACCOUNT_UNLOCK = new OcsfActivity(OcsfClass.ACCOUNT_CHANGE, 12, "Unlock");
    static final OcsfActivity LOGON = new OcsfActivity(OcsfClass.AUTHENTICATION, 1, "Logon");
    static final OcsfActivity LOGOFF = new OcsfActivity(OcsfClass.AUTHENTICATION, 2, "Logoff");
    static final OcsfActivity PREAUTH = new OcsfActivity(OcsfClass.AUTHENTICATION, 6, "Preauth");
    static final OcsfActivity ASSIGN = new OcsfActivity(OcsfClass.AUTHORIZE_SESSION, 1, "Assign Privileges");
    static final OcsfActivity ENTITY_CREATE = new OcsfActivity(OcsfClass.ENTITY_MANAGEMENT, 1, "Create");
    static final OcsfActivity ENTITY_UPDATE = new OcsfActivity(OcsfClass.ENTITY_MANAGEMENT, 3, "Update");
    static final OcsfActivity ENTITY_DELETE = new OcsfActivity(OcsfClass.ENTITY_MANAGEMENT, 4, "Delete");
    static final OcsfActivity ENTITY_DEACTIVATE = new OcsfActivity(OcsfClass.ENTITY_MANAGEMENT, 11, "Deactivate");
    static final OcsfActivity READ = new OcsfActivity(OcsfClass.API_ACTIVITY, 2, "Read");

    /// One that the class has no word for: the caption is the producer's own.
    static OcsfActivity other(OcsfClass of, String type) {
        return new OcsfActivity(of, OTHER, type.substring(type.indexOf('.') + 1));
    }

    int typeUid() {
        return of.typeUid(id);
    }

    String typeCaption() {
        return of.caption() + ": " + caption;
    }
}
