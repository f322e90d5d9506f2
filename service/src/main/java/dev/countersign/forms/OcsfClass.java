package dev.countersign.forms;

/// The classes of OCSF that entries are told as.
enum OcsfClass {
    /// What is known to nobody, such as the entry of a newer version.
    BASE_EVENT(0, "Base Event", "Uncategorized"),
    ACCOUNT_CHANGE(3001, "Account Change", "Identity & Access Management"),
    AUTHENTICATION(3002, "Authentication", "Identity & Access Management"),
    AUTHORIZE_SESSION(3003, "Authorize Session", "Identity & Access Management"),
    ENTITY_MANAGEMENT(3004, "Entity Management", "Identity & Access Management"),
    USER_ACCESS(3005, "User Access Management", "Identity & Access Management"),
    API_ACTIVITY(6003, "API Activity", "Application Activity");

    private static final int CLASSES_OF_A_CATEGORY = 1_000;
    private static final int ACTIVITIES_OF_A_CLASS = 100;

    private final int uid;
    private final String caption;
    private final String category;

    OcsfClass(int uid, String caption, String category) {
        this.uid = uid;
        this.caption = caption;
        this.category = category;
    }

    int uid() {
        return uid;
    }

    String caption() {
        return caption;
    }

    int categoryUid() {
        return uid / CLASSES_OF_A_CATEGORY;
    }

    String category() {
        return category;
    }

    /// Of an activity of this class.
    int typeUid(int activity) {
        return uid * ACTIVITIES_OF_A_CLASS + activity;
    }
}
