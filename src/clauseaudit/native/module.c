/* What Python sees: see __init__.py. */
#include "types.h"

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_core", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__core(void)
{
    if (PyType_Ready(&scene_type) || PyType_Ready(&vocabulary_type) || PyType_Ready(&survey_type) ||
        PyType_Ready(&folder_type) || PyType_Ready(&words_type) || PyType_Ready(&markup_type) ||
        PyType_Ready(&splitter_type) || PyType_Ready(&scout_type) || PyType_Ready(&sighting_type) ||
        PyType_Ready(&clock_type))
        return NULL;
    PyObject *self = PyModule_Create(&module);
    if (self && (PyModule_AddObjectRef(self, "Scene", (PyObject *)&scene_type) ||
                 PyModule_AddObjectRef(self, "Vocabulary", (PyObject *)&vocabulary_type) ||
                 PyModule_AddObjectRef(self, "Survey", (PyObject *)&survey_type) ||
                 PyModule_AddObjectRef(self, "Folder", (PyObject *)&folder_type) ||
                 PyModule_AddObjectRef(self, "Words", (PyObject *)&words_type) ||
                 PyModule_AddObjectRef(self, "Markup", (PyObject *)&markup_type) ||
                 PyModule_AddObjectRef(self, "Splitter", (PyObject *)&splitter_type) ||
                 PyModule_AddObjectRef(self, "Scout", (PyObject *)&scout_type) ||
                 PyModule_AddObjectRef(self, "Clock", (PyObject *)&clock_type) ||
                 PyModule_AddIntConstant(self, "FORM", 8)))
        Py_CLEAR(self);
    return self;
}
